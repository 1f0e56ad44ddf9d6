{% macro decimal_in(text, type) -%}
    {{ adapter.dispatch('decimal_in')(text, type) }}
{%- endmacro %}

{#- DuckDB reads 1_000 as a thousand, and of numerals with an exponent it loses digits and
    lets pass what does not fit. -#}
{% macro duckdb__decimal_in(text, type) -%}
    case
        when contains({{ text }}, '_') then null
        when contains(lower({{ text }}), 'e')
            then try_cast({{ without_exponent(text) }} as {{ type }})
        else try_cast({{ text }} as {{ type }})
    end
{%- endmacro %}

{% macro spark__decimal_in(text, type) -%}
    try_cast({{ text }} as {{ type }})
{%- endmacro %}
