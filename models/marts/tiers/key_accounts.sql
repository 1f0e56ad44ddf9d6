{{ config(materialized='as_of', enabled=is_enabled('key_account')) }}

with

profiles as (

    select
        store_id,
        customer_id,
        registered_date,
        is_strategic
    from {{ customer_profiles() }}

),

facts as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.net_revenue,
        facts.growth_ratio,
        forecasts.expected_net_revenue,
        facts.satisfied_order_count,
        facts.referral_count,
        profiles.is_strategic
    from {{ ref('customer_tiers', 'customer_facts') }} as facts
    left join {{ ref('customer_tiers', 'int_known_forecasts') }} as forecasts
        on
            {{ same_customer('facts', 'forecasts') }}
            and forecasts.horizon_days = {{ setting('forecast_days') }}
    left join profiles on {{ known_profile('facts') }}

),

abc as (

    select * from {{ ref('customer_tiers', 'abc_tiers') }}

),

lifecycle as (

    select * from {{ ref('customer_tiers', 'lifecycle_stages') }}

),

ranks as (

    select * from {{ ref('customer_tiers', 'int_key_account_percent_ranks') }}

),

cuts as (

    select * from {{ ref('customer_tiers', 'tier_cuts') }}
    where scheme = 'key_account'

),

weights as (

    select {{ weights_in_a_row() }}
    from {{ rules('key_account_weights') }} as weights

),

customers as (

    select
        facts.*,
        abc.abc_class,
        abc.revenue_share_before,
        lifecycle.lifecycle_stage,
        revenue_cut.level as revenue_level,
        {{ key_account_ranks() }}
    from facts
    inner join abc on {{ same_customer('facts', 'abc') }}
    inner join lifecycle on {{ same_customer('facts', 'lifecycle') }}
    {{ join_cut('key_account', 'net_revenue', 'revenue_cut') }}
    {{ join_key_account_ranks() }}

),

key_accounts as (

    select
        customers.store_id,
        customers.customer_id,
        customers.as_of_date,
        customers.net_revenue,
        customers.growth_ratio,
        customers.expected_net_revenue,
        customers.satisfied_order_count,
        customers.referral_count,
        customers.is_strategic,
        customers.revenue_share_before,
        customers.revenue_level,
        customers.abc_class,
        customers.lifecycle_stage,
        customers.transaction_value_rank,
        customers.potential_value_metric,
        customers.potential_value_rank,
        customers.loyalty_rank,
        customers.influence_rank,
        {{ key_account_index() }} as key_account_index,
        {{ key_account_status() }} as key_account_status,
        {{ key_account_reason() }} as key_account_reason
    from customers
    cross join weights

)

select * from key_accounts
