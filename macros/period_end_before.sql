{% macro period_end_before(date) -%}
    {{ add_days(dbt.date_trunc(setting('history_grain'), date), -1) }}
{%- endmacro %}
