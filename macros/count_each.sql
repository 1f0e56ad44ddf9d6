{% macro count_each(expression, numbers) -%}
    {{ adapter.dispatch('count_each')(expression, numbers) }}
{%- endmacro %}

{% macro default__count_each(expression, numbers) -%}
    {%- for number in numbers -%}
        {{ sum_if(expression ~ '_unit', expression ~ ' = ' ~ number) }}
        as {{ expression }}_{{ number }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{% macro duckdb__count_each(expression, numbers) -%}
    {%- for first in range(0, (numbers | max) + 1, 4) -%}
        {%- set condition = expression ~ ' between ' ~ first ~ ' and ' ~ (first + 3) -%}
        {{ sum_if(expression ~ '_unit', condition) }}
        as {{ expression }}_from_{{ first }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
