{% macro each_day_before(first_day, end_day) -%}
    {{ adapter.dispatch('each_day_before')(first_day, end_day) }}
{%- endmacro %}

{% macro duckdb__each_day_before(first_day, end_day) -%}
    cast(unnest(range({{ first_day }}, {{ end_day }}, interval 1 day)) as date)
{%- endmacro %}

{#- sequence() counts down where the end comes first, so an empty range is told apart. -#}
{% macro spark__each_day_before(first_day, end_day) -%}
    explode(
        case
            when {{ first_day }} < {{ end_day }}
                then sequence({{ first_day }}, date_sub({{ end_day }}, 1))
            else cast(array() as array<date>)
        end
    )
{%- endmacro %}
