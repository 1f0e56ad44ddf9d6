{% macro is_calendar_date(text) %}
    {%- if not modules.re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2}', text | string) -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set year, month, day = (text | string).split('-') | map('int') -%}
    {%- if year < 1 or not 1 <= month <= 12 or not 1 <= day <= 31 -%}
        {{ return(false) }}
    {%- endif -%}
    {#- Days counted on from the first of the month stay in it only if the day exists. -#}
    {%- set first = modules.datetime.date(year, month, 1) -%}
    {{ return((first + modules.datetime.timedelta(days=day - 1)).month == month) }}
{% endmacro %}
