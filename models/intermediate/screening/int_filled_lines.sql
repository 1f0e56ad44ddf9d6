{{ config(enabled=order_grain() == 'line') }}

{#- For each column, the places where its value may be; the first one present
    counts. -#}
{%- set places = {} -%}
{%- for column in [
    'customer_id', 'store_id', 'order_status', 'currency', 'channel', 'refunded_at',
    'gross_amount', 'discount_amount', 'refund_amount', 'cost_amount'
] -%}
    {%- do places.update({column: ['lines.' ~ column]}) -%}
{%- endfor -%}
{%- for column in order_level_columns() -%}
    {#- Order-level values are the same on all lines. -#}
    {%- do places[column].insert(
        0 if column in order_columns() else 1, 'order_values.' ~ column
    ) -%}
{%- endfor -%}
{%- set flags = {
    'has_unreadable_amount': ['discount_amount', 'refund_amount', 'cost_amount'],
    'has_unreadable_refund_date': ['refunded_at'],
    'has_conflicting_lines': [],
} -%}

with

lines as (

    select * from {{ ref('customer_tiers', 'stg_tiers__orders') }}

),

order_values as (

    select * from {{ ref('customer_tiers', 'int_order_values') }}

),

filled_lines as (

    select
        lines.order_id,
        {%- for column, told in places.items() %}
        coalesce({{ told | join(', ') }}) as {{ column }},
        {%- endfor %}
        lines.ordered_at,
        lines.order_date,
        lines.category,
        lines.is_left_out,
        {%- for flag, unreadable in flags.items() %}
        coalesce(order_values.{{ flag }}, false)
        {%- for column in unreadable %}
        or {{ is_unreadable('lines.' ~ column, 'lines.raw_' ~ column) }}
        {%- endfor %}
            as {{ flag }},
        {%- endfor %}
        lines.{{ raw_order_columns() | join(',\n        lines.') }}
    from lines
    left join order_values
        on
            lines.order_id = order_values.order_id
            and lines.is_left_out = order_values.is_left_out

)

select * from filled_lines
