{{ config(materialized='view') }}

with

customer_facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        as_of_version,
        purchase_day_count,
        days_since_last_order,
        expected_gap_days,
        overdue_ratio,
        last_comeback_date
    from {{ ref('customer_tiers', 'customer_facts') }}

),

cuts as (

    select * from {{ ref('customer_tiers', 'tier_cuts') }}
    where scheme = 'lifecycle'

),

lifecycle_stages as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.days_since_last_order,
        facts.expected_gap_days,
        facts.overdue_ratio,
        case
            when facts.purchase_day_count = 0 then 'prospect'
            when
                facts.purchase_day_count = 1
                and facts.days_since_last_order <= {{ setting('new_customer_days') }}
                then 'new'
            when
                {{ days_from('facts.last_comeback_date', 'facts.as_of_date') }}
                <= {{ setting('reactivation_days') }}
                then 'reactivated'
            else cut.level
        end as lifecycle_stage,
        {{ as_of_version_of('facts') }} as as_of_version
    from customer_facts as facts
    {{ join_cut('lifecycle', lifecycle_metric(), 'cut') }}

)

select * from lifecycle_stages
