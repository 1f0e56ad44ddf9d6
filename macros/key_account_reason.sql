{#- Rounded, as a double misses a bound by its last digit. -#}
{% macro key_account_reason() -%}
    case
        when customers.is_strategic then 'strategic'
        when customers.revenue_level = 'high' then 'revenue'
        when
            round({{ key_account_index() }}, 8) >= weights.min_index
            and customers.abc_class = 'A'
            and customers.lifecycle_stage <> 'lapsed'
            then 'index'
    end
{%- endmacro %}
