{% macro key_account_status() -%}
    case
        when {{ key_account_reason() }} is null then 'other' else 'key_account'
    end
{%- endmacro %}
