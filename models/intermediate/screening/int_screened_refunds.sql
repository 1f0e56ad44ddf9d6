{{ config(materialized='table', enabled=is_given('refunds')) }}

with

refunds as (

    select
        *,
        {{ in_reporting_currency('refund_amount', 'exchange_rate') }}
            as converted_amount
    from {{ ref('customer_tiers', 'int_refunds_with_orders') }}

),

screened_refunds as (

    select
        store_id,
        order_id,
        customer_id,
        order_currency,
        currency,
        -- A refund can't come before its order.
        greatest(order_date, refunded_date) as event_date,
        refund_amount as source_refund_amount,
        case when is_purchase then converted_amount else 0 end as refund_amount,
        raw_order_id,
        raw_refunded_at,
        raw_refund_amount,
        raw_store_id,
        raw_currency,
        case
            when is_left_out then 'left_out'
            when order_id is null then 'missing_order_id'
            when refunded_date is null then 'invalid_timestamp'
            when refunded_date < {{ earliest_credible_date() }}
                then 'incredible_timestamp'
            when refunded_date > {{ latest_credible_date() }} then 'future_timestamp'
            when
                refund_amount is null
                -- Or does not fit in the reporting currency.
                or (converted_amount is null and exchange_rate is not null)
                then 'invalid_amount'
            when refund_amount < 0 then 'negative_amount'
            when customer_id is null then 'unknown_order'
            when exchange_rate is null then 'unknown_currency'
            -- The order says itself what was given back of it.
            when is_reversed then 'conflicting_refund'
        end as rejection_reason
    from refunds

)

select * from screened_refunds
