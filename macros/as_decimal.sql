{% macro as_decimal(column, type) -%}
    case
        when {{ is_number('raw_' ~ column) }} then try_cast(raw_{{ column }} as {{ type }})
        else {{ adapter.dispatch('decimal_of_text')(column, type) }}
    end
{%- endmacro %}

{#- Nearly every text is a plain numeral at once: of those none is cleaned first, nor looked
    at twice. DuckDB reads 1_000 as a thousand, and of numerals with an exponent it loses
    digits and lets pass what does not fit. -#}
{% macro duckdb__decimal_of_text(column, type) -%}
    {%- set text = 'cast(raw_' ~ column ~ ' as varchar)' -%}
    case
        when {{ text }} is not null
            then coalesce(
                case
                    when not (
                        contains({{ text }}, '_')
                        or contains({{ text }}, 'e')
                        or contains({{ text }}, 'E')
                    )
                        then try_cast({{ text }} as {{ type }})
                end,
                list_transform(
                    [{{ unpadded(text) }}],
                    lambda numeral: case
                        when contains(lower(numeral), 'e')
                            then try_cast({{ without_exponent('numeral') }} as {{ type }})
                        when not contains(numeral, '_') then try_cast(numeral as {{ type }})
                    end
                )[1]
            )
    end
{%- endmacro %}

{% macro spark__decimal_of_text(column, type) -%}
    try_cast(clean_{{ column }} as {{ type }})
{%- endmacro %}
