{% macro is_period_end(date) -%}
    {{ date }} = {{ period_end_before(add_days(date, 1)) }}
{%- endmacro %}
