{{ config(enabled=is_enabled('reconciliation') and is_given('refunds')) }}

with

raw_refunds as (

    select
        store_id,
        currency,
        coalesce(sum(refund_amount), 0) as refund_amount
    from {{ ref('customer_tiers', 'int_refunds_with_orders') }}
    group by store_id, currency

),

screened_refunds as (

    select
        store_id,
        currency,
        sum(case when rejection_reason is null then source_refund_amount end)
            as accepted_amount,
        sum(case when rejection_reason is not null then source_refund_amount end)
            as rejected_amount
    from {{ ref('customer_tiers', 'int_screened_refunds') }}
    group by store_id, currency

),

refund_totals as (

    select
        raw_refunds.store_id,
        raw_refunds.currency,
        'refund_amount' as measure,
        raw_refunds.refund_amount as entered,
        coalesce(screened_refunds.accepted_amount, 0) as accepted,
        coalesce(screened_refunds.rejected_amount, 0) as rejected
    from raw_refunds
    left join screened_refunds
        on
            raw_refunds.store_id = screened_refunds.store_id
            and raw_refunds.currency = screened_refunds.currency

)

select * from refund_totals
