{% macro each_day_before(first_day, end_day) -%}
    {{ adapter.dispatch('each_day_before')(first_day, end_day) }}
{%- endmacro %}

{% macro duckdb__each_day_before(first_day, end_day) -%}
    cast(unnest(range({{ first_day }}, {{ end_day }}, interval 1 day)) as date)
{%- endmacro %}
