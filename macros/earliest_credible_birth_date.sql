{% macro earliest_credible_birth_date() -%}
    cast('{{ setting('earliest_credible_birth_date') }}' as date)
{%- endmacro %}
