{{ config(materialized='view', enabled=is_enabled('abc_margin')) }}

with

customer_facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        as_of_version,
        purchase_day_count,
        margin_amount
    from {{ ref('customer_tiers', 'customer_facts') }}

),

cuts as (

    select * from {{ ref('customer_tiers', 'tier_cuts') }}
    where scheme = 'abc_margin'

),

histogram as (

    select * from {{ ref('customer_tiers', 'int_metric_histogram') }}
    where
        metric = 'margin_amount'
        and metric_value > 0

),

-- Without a known cost there is no class.
abc_margin_tiers as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.margin_amount,
        {{ if_bought('cut.level') }} as abc_margin_class,
        {{ ratio('facts.margin_amount', 'histogram.total_amount') }} as margin_share,
        {{ ratio('histogram.amount_above', 'histogram.total_amount') }}
            as margin_share_before,
        {{ as_of_version_of('facts') }} as as_of_version
    from customer_facts as facts
    {{ join_cut('abc_margin', 'margin_amount', 'cut') }}
    left join histogram
        on
            {{ same_store_and_date('facts', 'histogram') }}
            and facts.margin_amount = histogram.metric_value

)

select * from abc_margin_tiers
