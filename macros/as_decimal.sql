{% macro as_decimal(expression, type) -%}
    {{ adapter.dispatch('as_decimal')(expression, type) }}
{%- endmacro %}

{#- DuckDB reads 1_000 as a thousand. Few texts have characters around them that keep it
    from reading a number: those are cleaned if need be. -#}
{% macro duckdb__as_decimal(expression, type) -%}
    {%- set text = 'cast(' ~ expression ~ ' as varchar)' -%}
    case
        when {{ is_number(expression) }} then try_cast({{ expression }} as {{ type }})
        when contains({{ text }}, 'e') or contains({{ text }}, 'E')
            then try_cast({{ without_exponent(unpadded(text)) }} as {{ type }})
        when not contains({{ text }}, '_')
            then coalesce(
                try_cast({{ text }} as {{ type }}),
                try_cast({{ unpadded(text) }} as {{ type }})
            )
    end
{%- endmacro %}

{% macro spark__as_decimal(expression, type) -%}
    try_cast({{ clean_text(expression) }} as {{ type }})
{%- endmacro %}
