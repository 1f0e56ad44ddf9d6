{%- do check_mapping('orders') -%}
with

raw_orders as (

    select
        {{ raw_column('orders', 'order_id', required=true) }} as raw_order_id,
        {{ raw_column('orders', 'customer_id', required=true) }} as raw_customer_id,
        {{ raw_column('orders', 'ordered_at', required=true) }} as raw_ordered_at,
        {{ raw_column('orders', 'gross_amount', required=true) }} as raw_gross_amount,
        {{ raw_column('orders', 'order_status') }} as raw_order_status,
        {{ raw_column('orders', 'discount_amount') }} as raw_discount_amount,
        {{ raw_column('orders', 'refund_amount') }} as raw_refund_amount,
        {{ raw_column('orders', 'refunded_at') }} as raw_refunded_at,
        {{ raw_column('orders', 'cost_amount') }} as raw_cost_amount,
        {{ raw_column('orders', 'currency') }} as raw_currency,
        {{ raw_column('orders', 'store_id') }} as raw_store_id,
        {{ raw_column('orders', 'channel') }} as raw_channel,
        {{ raw_column('orders', 'category') }} as raw_category,
        {{ left_out('orders') }} as is_left_out
    from {{ raw('orders') }}

),

clean_orders as (

    select
        *,
        {{ clean_columns('orders') }}
    from raw_orders

),

typed_orders as (

    select
        {{ clean_id('order_id') }} as order_id,
        {{ clean_id('customer_id') }} as customer_id,
        {{ clean_id('store_id') }} as store_id,
        {{ local_timestamp('ordered_at') }} as ordered_at,
        {{ local_timestamp('refunded_at') }} as refunded_at,
        {%- if statuses() %}
        case lower(clean_order_status)
            {%- for status, meaning in statuses().items() %}
            when lower({{ text_literal(status) }}) then '{{ meaning }}'
            {%- endfor %}
            else lower(clean_order_status)
        end as order_status,
        {%- else %}
        lower(clean_order_status) as order_status,
        {%- endif %}
        upper(clean_currency) as currency,
        {{ money('gross_amount') }} as gross_amount,
        {{ money('discount_amount') }} as discount_amount,
        {{ money('refund_amount') }} as refund_amount,
        {{ money('cost_amount') }} as cost_amount,
        clean_channel as channel,
        clean_category as category,
        raw_order_id,
        raw_customer_id,
        raw_ordered_at,
        raw_gross_amount,
        raw_order_status,
        raw_discount_amount,
        raw_refund_amount,
        raw_refunded_at,
        raw_cost_amount,
        raw_currency,
        raw_store_id,
        raw_channel,
        raw_category,
        is_left_out
    from clean_orders

),

stg_tiers__orders as (

    select
        *,
        cast(ordered_at as date) as order_date
    from typed_orders

)

select * from stg_tiers__orders
