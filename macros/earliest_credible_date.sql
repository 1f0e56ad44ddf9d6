{% macro earliest_credible_date() -%}
    cast('{{ setting('earliest_credible_date') }}' as date)
{%- endmacro %}
