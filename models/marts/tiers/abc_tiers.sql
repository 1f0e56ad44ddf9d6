{{ config(materialized='view') }}

with

customer_facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        as_of_version,
        purchase_day_count,
        net_revenue
    from {{ ref('customer_tiers', 'customer_facts') }}

),

cuts as (

    select * from {{ ref('customer_tiers', 'tier_cuts') }}
    where scheme = 'abc'

),

histogram as (

    select * from {{ ref('customer_tiers', 'int_metric_histogram') }}
    where
        metric = '{{ net_revenue_metric() }}'
        and metric_value > 0

),

abc_tiers as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.net_revenue,
        {{ if_bought('cut.level') }} as abc_class,
        {{ ratio('facts.net_revenue', 'histogram.total_amount') }} as revenue_share,
        {{ ratio('histogram.amount_above', 'histogram.total_amount') }}
            as revenue_share_before,
        {{ as_of_version_of('facts') }} as as_of_version
    from customer_facts as facts
    {{ join_cut('abc', 'net_revenue', 'cut') }}
    left join histogram
        on
            {{ same_store_and_date('facts', 'histogram') }}
            and facts.net_revenue = histogram.metric_value

)

select * from abc_tiers
