{% macro once_per_order(amount) -%}
    {%- if amount in order_columns() -%}
        case when is_first_of_order then {{ amount }} else 0 end
    {%- else -%}
        {{ amount }}
    {%- endif -%}
{%- endmacro %}
