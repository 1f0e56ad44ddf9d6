{{ config(enabled=order_grain() == 'line') }}

{%- set columns = order_level_columns() -%}
{%- set amounts = order_columns() | reject('equalto', 'refunded_at') | list -%}

with

aliases as (

    select
        alias_customer_id,
        customer_id
    from {{ screened_aliases() }}
    where rejection_reason is null

),

lines as (

    select
        orders.order_id,
        orders.is_left_out,
        coalesce(aliases.customer_id, orders.customer_id) as customer_id,
        {%- for column in columns if column != 'customer_id' %}
        orders.{{ column }},
        {%- endfor %}
        false
        {%- for amount in amounts %}
        or {{ is_unreadable('orders.' ~ amount, 'orders.raw_' ~ amount) }}
        {%- endfor %}
            as has_unreadable_amount,
        {{ is_unreadable('orders.refunded_at', 'orders.raw_refunded_at')
            if 'refunded_at' in order_columns() else 'false' }}
            as has_unreadable_refund_date
    from {{ ref('customer_tiers', 'stg_tiers__orders') }} as orders
    left join aliases on orders.customer_id = aliases.alias_customer_id
    where orders.order_id is not null

),

order_values as (

    select
        order_id,
        -- Left-out rows are not lines of the order.
        is_left_out,
        {%- for column in columns %}
        max({{ column }}) as {{ column }},
        {%- endfor %}
        bool_or(has_unreadable_amount) as has_unreadable_amount,
        bool_or(has_unreadable_refund_date) as has_unreadable_refund_date,
        coalesce(
            {%- for column, must_agree in columns.items() if must_agree %}
            {{ 'or ' if not loop.first }}min({{ column }}) <> max({{ column }})
            {%- endfor %},
            false
        ) as has_conflicting_lines,
        {%- for column in columns %}
        {{ 'or ' if not loop.first }}count({{ column }}) not in (0, count(*))
        {%- endfor %}
            as has_gap
    from lines
    group by order_id, is_left_out

)

-- Nearly all orders are the same on all lines and need no lookup.
select * from order_values
where has_conflicting_lines or has_gap or has_unreadable_amount or has_unreadable_refund_date
