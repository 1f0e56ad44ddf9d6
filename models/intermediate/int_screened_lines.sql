with

lines as (

    select
        *,
        coalesce(store_id, 'default') as order_store_id
    from {{ ref('stg_order_lines') }}

),

orders as (

    select
        store_id,
        order_id,
        {{ per_order('min', 'customer_id') }} as customer_id,
        {{ per_order('bool_or', 'is_purchase') }} as is_purchase,
        {{ per_order('min', 'order_date') }} as order_date,
        {{ per_order('min', 'currency') }} as currency,
        {{ per_order('max', 'exchange_rate') }} as exchange_rate
    from {{ ref('int_orders') }}
    {% if order_grain() == 'line' -%}
    group by store_id, order_id
    {%- endif %}

),

screened_lines as (

    select
        lines.order_store_id as store_id,
        lines.order_id,
        orders.customer_id,
        orders.currency,
        orders.order_date,
        orders.is_purchase,
        lines.product_id,
        lines.category,
        lines.quantity,
        {{ in_reporting_currency('lines.net_amount', 'orders.exchange_rate') }}
            as net_amount,
        {{ in_reporting_currency('lines.cost_amount', 'orders.exchange_rate') }}
            as cost_amount,
        lines.raw_order_id,
        lines.raw_store_id,
        lines.raw_product_id,
        lines.raw_category,
        lines.raw_quantity,
        lines.raw_net_amount,
        lines.raw_cost_amount,
        case
            when lines.is_left_out then 'left_out'
            when lines.order_id is null then 'missing_order_id'
            when orders.order_id is null then 'unknown_order'
            when
                {{ is_unreadable('lines.quantity', 'lines.raw_quantity') }}
                or {{ is_unreadable('lines.net_amount', 'lines.raw_net_amount') }}
                or {{ is_unreadable('lines.cost_amount', 'lines.raw_cost_amount') }}
                then 'invalid_amount'
        end as rejection_reason
    from lines
    left join orders
        on
            lines.order_store_id = orders.store_id
            and lines.order_id = orders.order_id

)

select * from screened_lines
