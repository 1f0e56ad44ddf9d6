{% macro decimal_in(text, type) -%}
    {{ adapter.dispatch('decimal_in')(text, type) }}
{%- endmacro %}

{#- DuckDB reads 1_000 as a thousand; with an exponent it loses digits and accepts
    numbers that don't fit. -#}
{% macro duckdb__decimal_in(text, type) -%}
    case
        when contains({{ text }}, '_') then null
        when contains(lower({{ text }}), 'e')
            then try_cast({{ expand_exponent(text) }} as {{ type }})
        else try_cast({{ text }} as {{ type }})
    end
{%- endmacro %}

{% macro spark__decimal_in(text, type) -%}
    try_cast({{ text }} as {{ type }})
{%- endmacro %}

{% macro as_decimal(column, type) -%}
    {{ adapter.dispatch('as_decimal')(column, type) }}
{%- endmacro %}

{#- Nearly every text is a plain numeral, which needs no cleaning and no second
    check. -#}
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

{% macro expand_exponent(text) -%}
    {%- set parts = "split_part(lower(" ~ text ~ "), 'e', " -%}
    {%- set number = "ltrim(" ~ parts ~ "1), '+-')" -%}
    {%- set whole = "split_part(" ~ number ~ ", '.', 1)" -%}
    {%- set digits = "repeat('0', 100) || " ~ whole ~ " || split_part(" ~ number
        ~ ", '.', 2) || repeat('0', 100)" -%}
    {%- set point = "100 + length(" ~ whole ~ ") + try_cast(" ~ parts ~ "2) as integer)" -%}
    case
        when regexp_full_match(
            {{ text }}, '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)[eE][+-]?[0-9]{1,2}'
        )
            then case when {{ text }} like '-%' then '-' else '' end
                || left({{ digits }}, {{ point }}) || '.'
                || substring({{ digits }}, {{ point }} + 1)
    end
{%- endmacro %}

{% macro money(column) -%}
    {{ as_decimal(column, 'decimal(18, 4)') }}
{%- endmacro %}

{% macro whole_number(column, lowest, highest) -%}
    {#- An engine's own cast to integer may round. -#}
    {%- set number = as_decimal(column, 'decimal(38, 20)') -%}
    case
        when
            {{ number }} between {{ lowest }} and {{ highest }}
            and {{ number }} = floor({{ number }})
            then cast({{ number }} as integer)
    end
{%- endmacro %}

{% macro is_unreadable(value, raw_column) -%}
    {#- The text of a readable value is not checked. -#}
    case when {{ value }} is null then {{ clean_text(raw_column) }} is not null else false end
{%- endmacro %}
