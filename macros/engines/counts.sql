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

{% macro count_of(expression, number) -%}
    {{ adapter.dispatch('count_of')(expression, number) }}
{%- endmacro %}

{% macro default__count_of(expression, number) -%}
    {{ expression }}_{{ number }}
{%- endmacro %}

{% macro duckdb__count_of(expression, number) -%}
    {%- set place = number % 4 -%}
    cast(({{ expression }}_from_{{ number - place }} >> {{ 31 * place }}) & 2147483647
        as bigint)
{%- endmacro %}

{% macro count_unit(expression) -%}
    {{ adapter.dispatch('count_unit')(expression) }}
{%- endmacro %}

{% macro default__count_unit(expression) -%}
    1
{%- endmacro %}

{#- Four counts share one number, 31 bits each: the maximum of 2,147,483,647 is also
    that of a customer's order_count. -#}
{% macro duckdb__count_unit(expression) -%}
    cast(1 as hugeint) << (31 * ({{ expression }} % 4))
{%- endmacro %}

{% macro most_frequent(expression, numbers) -%}
    {%- set places = [] -%}
    {%- for number in numbers -%}
        {%- do places.append(
            count_of(expression, number) ~ ' * 100 - ' ~ number
        ) -%}
    {%- endfor -%}
    mod(100 - mod(nullif(greatest({{ places | join(', ') }}, 0), 0), 100), 100)
{%- endmacro %}
