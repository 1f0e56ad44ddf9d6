{% macro days_from(first_date, second_date) -%}
    {{ adapter.dispatch("days_from")(first_date, second_date) }}
{%- endmacro %}

{#- Shorter than dbt.datediff, and without its casts to timestamp. -#}
{% macro duckdb__days_from(first_date, second_date) -%}
    date_diff('day', {{ first_date }}, {{ second_date }})
{%- endmacro %}

{% macro default__days_from(first_date, second_date) -%}
    {{ dbt.datediff(first_date, second_date, 'day') }}
{%- endmacro %}
