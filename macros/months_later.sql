{% macro months_later(date, months) -%}
    {{ adapter.dispatch('months_later')(date, months) }}
{%- endmacro %}

{% macro duckdb__months_later(date, months) -%}
    cast({{ date }} + to_months({{ months }}) as date)
{%- endmacro %}

{% macro spark__months_later(date, months) -%}
    add_months({{ date }}, {{ months }})
{%- endmacro %}
