{% macro ratio(numerator, denominator) -%}
    cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0)
{%- endmacro %}

{% macro rounded_ratio(numerator, denominator) -%}
    {{ adapter.dispatch('rounded_ratio')(numerator, denominator) }}
{%- endmacro %}

{#- As whole numbers of the last decimal place, a double holds all numbers of this size
    exactly, and their quotient is halfway between two amounts only if the exact one is.
    Larger ones are divided as integers, which takes longer. -#}
{% macro duckdb__rounded_ratio(numerator, denominator) -%}
    {%- set parts = [] -%}
    {%- set units = [] -%}
    {%- for number in [numerator, denominator] -%}
        {%- do parts.append('round(cast(' ~ number ~ ' as double) * 1e4)') -%}
        {%- do units.append(
            'cast(cast(' ~ number ~ ' as decimal(28, 4)) * 10000 as hugeint)'
        ) -%}
    {%- endfor -%}
    cast(
        case
            when abs({{ numerator }}) < 4e7 and abs({{ denominator }}) < 1e11
                then
                    cast(
                        round({{ parts[0] }} * 1e4 / nullif({{ parts[1] }}, 0)) as bigint
                    )
            else
                sign({{ numerator }}) * sign(nullif({{ denominator }}, 0)) * least(
                    (20000 * abs({{ units[0] }}) + abs({{ units[1] }}))
                    // nullif(2 * abs({{ units[1] }}), 0),
                    999999999999999999
                )
        end * 0.0001 as decimal(18, 4)
    )
{%- endmacro %}

{% macro spark__rounded_ratio(numerator, denominator) -%}
    {%- set units = [] -%}
    {%- for number in [numerator, denominator] -%}
        {%- do units.append(
            'cast(abs(cast(' ~ number ~ ' as decimal(28, 4))) * 10000 as decimal(33, 0))'
        ) -%}
    {%- endfor -%}
    {%- set sign = 'cast(sign(' ~ numerator ~ ') * sign(' ~ denominator ~ ') as integer)' -%}
    case
        -- A whole quotient is a bigint.
        when abs({{ ratio(numerator, denominator) }}) >= 1e14
            then cast({{ sign }} * 99999999999999.9999 as decimal(18, 4))
        else
            cast(
                {{ sign }} * cast(
                    (20000 * {{ units[0] }} + {{ units[1] }})
                    div nullif(2 * {{ units[1] }}, 0) as decimal(19, 0)
                ) * 0.0001 as decimal(18, 4)
            )
    end
{%- endmacro %}
