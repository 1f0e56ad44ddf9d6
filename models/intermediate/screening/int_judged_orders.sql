{#- By amount, how many it is in the reporting currency, with room enough. -#}
{%- set wide = 'cast(cast(coalesce(%s_amount, 0) as decimal(19, 4)) * exchange_rate'
    ~ ' as decimal(28, 4))' -%}
{%- set gross = wide | replace('%s', 'gross') -%}
{%- set discount = wide | replace('%s', 'discount') -%}
{%- set refund = wide | replace('%s', 'refund') -%}
{%- set cost = wide | replace('%s', 'cost') -%}
{%- set overflow = 'try_cast(' ~ [
    gross, discount, refund, cost, gross ~ ' - ' ~ discount,
    gross ~ ' - ' ~ discount ~ ' - ' ~ refund
] | join(' as decimal(18, 4)) is null or try_cast(') ~ ' as decimal(18, 4)) is null' -%}

with

candidates as (

    select
        *,
        least(
            gross_amount,
            coalesce(discount_amount, 0),
            coalesce(refund_amount, 0),
            coalesce(cost_amount, 0)
        ) as smallest_amount,
        greatest(
            abs(gross_amount),
            abs(coalesce(discount_amount, 0)),
            abs(coalesce(refund_amount, 0)),
            abs(coalesce(cost_amount, 0))
        ) as largest_amount
    from {{ ref('customer_tiers', 'int_order_candidates') }}

),

candidates_with_overflow as (

    select
        *,
        case
            -- Nearly all amounts are so small that neither they nor their sum can.
            when
                exchange_rate is null
                or cast(largest_amount as double) * cast(exchange_rate as double) < 1e13
                then false
            else {{ overflow }}
        end as has_overflow
    from candidates

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
        is_left_out,
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
            when has_conflicting_lines then 'conflicting_lines'
            when customer_id is null then 'missing_customer'
            when ordered_at is null or has_unreadable_refund_date
                then 'invalid_timestamp'
            when least(ordered_at, refunded_at) < {{ earliest_credible_date() }}
                then 'incredible_timestamp'
            when reversal_date > {{ latest_credible_date() }} then 'future_timestamp'
            when gross_amount is null or has_unreadable_amount or has_overflow
                then 'invalid_amount'
            when smallest_amount < 0 and coalesce(status_effect, '') <> 'returned'
                then 'negative_amount'
            when status_effect is null then 'unknown_status'
            when exchange_rate is null then 'unknown_currency'
        end as rejection_reason
    from candidates_with_overflow

)

select * from judged_orders
