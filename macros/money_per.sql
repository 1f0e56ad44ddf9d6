{% macro money_per(amount, number) -%}
    cast(
        cast(
            round(
                cast(cast({{ amount }} as decimal(18, 4)) * 10000 as double)
                / nullif({{ number }}, 0)
            )
            as bigint
        ) * 0.0001 as decimal(18, 4)
    )
{%- endmacro %}
