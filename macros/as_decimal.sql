{% macro as_decimal(column, type) -%}
    {{ adapter.dispatch('as_decimal')(column, type) }}
{%- endmacro %}

{#- Nearly every text is a plain numeral: those are neither cleaned nor looked at twice. -#}
{% macro duckdb__as_decimal(column, type) -%}
    {%- set text = 'cast(raw_' ~ column ~ ' as varchar)' -%}
    case
        when {{ is_number('raw_' ~ column) }} then try_cast(raw_{{ column }} as {{ type }})
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
                    [{{ unpadded(text) }}], lambda numeral: {{ decimal_in('numeral', type) }}
                )[1]
            )
    end
{%- endmacro %}

{% macro spark__as_decimal(column, type) -%}
    {{ decimal_in('clean_' ~ column, type) }}
{%- endmacro %}
