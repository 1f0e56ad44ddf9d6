{% macro period_end_before(date) -%}
    {{ add_days(dbt.date_trunc(setting('history_grain'), date), -1) }}
{%- endmacro %}

{#- February 29 becomes the 28th in a year without one. -#}
{% macro next_anniversary(date, after) -%}
    {%- set years = "extract(year from " ~ after ~ ") - extract(year from " ~ date ~ ")" -%}
    {%- set this_year = months_later(date, "12 * cast(" ~ years ~ " as integer)") -%}
    {%- set next_year = months_later(date, "12 * cast(" ~ years ~ " + 1 as integer)") -%}
    case when {{ this_year }} > {{ after }} then {{ this_year }} else {{ next_year }} end
{%- endmacro %}
