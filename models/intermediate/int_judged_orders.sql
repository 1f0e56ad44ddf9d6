with

candidates as (

    select
        *,
        {{ is_unreadable('refunded_at', 'raw_refunded_at') }}
            as has_unreadable_refund_date,
        {{ is_unreadable('discount_amount', 'raw_discount_amount') }}
        or {{ is_unreadable('refund_amount', 'raw_refund_amount') }}
        or {{ is_unreadable('cost_amount', 'raw_cost_amount') }}
            as has_unreadable_side_amount,
        least(
            gross_amount,
            coalesce(discount_amount, 0),
            coalesce(refund_amount, 0),
            coalesce(cost_amount, 0)
        ) as smallest_amount
    from {{ ref('int_order_candidates') }}

),

judged_orders as (

    select
        order_id,
        customer_id,
        store_id,
        ordered_at,
        order_status,
        currency,
        gross_amount,
        discount_amount,
        refund_amount,
        cost_amount,
        channel,
        category,
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
        order_date,
        reversal_date,
        status_effect,
        exchange_rate,
        case
            when is_left_out then 'left_out'
            when order_id is null then 'missing_order_id'
            when copy_number > 1 then 'duplicate_order_id'
            when customer_id is null then 'missing_customer'
            when ordered_at is null or has_unreadable_refund_date
                then 'invalid_timestamp'
            when least(ordered_at, refunded_at) < {{ earliest_credible_date() }}
                then 'incredible_timestamp'
            when reversal_date > {{ latest_credible_date() }} then 'future_timestamp'
            when gross_amount is null or has_unreadable_side_amount
                then 'invalid_amount'
            when smallest_amount < 0 and coalesce(status_effect, '') <> 'returned'
                then 'negative_amount'
            when status_effect is null then 'unknown_status'
            when exchange_rate is null then 'unknown_currency'
        end as rejection_reason
    from candidates

)

select * from judged_orders
