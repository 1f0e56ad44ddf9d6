{% macro add_days(date, days) -%}
    cast(
        {{ dbt.dateadd('day', 'cast(' ~ days ~ ' as integer)', date) }} as date
    )
{%- endmacro %}

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

{% macro months_later(date, months) -%}
    {{ adapter.dispatch('months_later')(date, months) }}
{%- endmacro %}

{% macro duckdb__months_later(date, months) -%}
    cast({{ date }} + to_months({{ months }}) as date)
{%- endmacro %}

{% macro spark__months_later(date, months) -%}
    add_months({{ date }}, {{ months }})
{%- endmacro %}

{% macro each_day_before(first_day, end_day) -%}
    {{ adapter.dispatch('each_day_before')(first_day, end_day) }}
{%- endmacro %}

{% macro duckdb__each_day_before(first_day, end_day) -%}
    cast(unnest(range({{ first_day }}, {{ end_day }}, interval 1 day)) as date)
{%- endmacro %}

{#- sequence() counts down if the end comes first, so an empty range is handled
    separately. -#}
{% macro spark__each_day_before(first_day, end_day) -%}
    explode(
        case
            when {{ first_day }} < {{ end_day }}
                then sequence({{ first_day }}, date_sub({{ end_day }}, 1))
            else cast(array() as array<date>)
        end
    )
{%- endmacro %}

{% macro iso_weekday(date) -%}
    {{ adapter.dispatch('iso_weekday')(date) }}
{%- endmacro %}

{% macro duckdb__iso_weekday(date) -%}
    isodow({{ date }})
{%- endmacro %}

{% macro spark__iso_weekday(date) -%}
    weekday({{ date }}) + 1
{%- endmacro %}
