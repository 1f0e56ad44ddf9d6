{% macro key_account_status() -%}
    case
        when customers.is_strategic then 'key_account'
        when {{ key_account_index() }} >= weights.min_index then 'key_account'
        else 'other'
    end
{%- endmacro %}
