{{ config(enabled=is_used('key_account')) }}

with

profiles as (

    select
        store_id,
        customer_id,
        registered_date,
        is_strategic
    from {{ ref('int_customer_profiles') }}

),

facts as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.purchase_day_count,
        facts.net_revenue,
        facts.growth_ratio,
        facts.satisfied_order_count,
        facts.referral_count,
        profiles.is_strategic,
        case when profiles.is_strategic then 1 when not profiles.is_strategic then 0 end
            as strategic_rank
    from {{ ref('customer_facts') }} as facts
    left join profiles
        on
            facts.store_id = profiles.store_id
            and facts.customer_id = profiles.customer_id
            -- What has no day of its own was always known.
            and coalesce(profiles.registered_date, facts.as_of_date) <= facts.as_of_date

),

ranks as (

    select * from {{ ref('metric_percent_ranks') }}

),

weights as (

    select * from {{ ref('key_account_weights_in_a_row') }}

),

customers as (

    select
        facts.*,
        {{ key_account_ranks() }}
    from facts
    {{ join_key_account_ranks() }}

),

key_accounts as (

    select
        customers.store_id,
        customers.customer_id,
        customers.as_of_date,
        customers.net_revenue,
        customers.growth_ratio,
        customers.satisfied_order_count,
        customers.referral_count,
        customers.is_strategic,
        customers.transaction_value_rank,
        customers.potential_value_rank,
        customers.loyalty_rank,
        customers.influence_rank,
        customers.strategic_rank,
        {{ key_account_index() }} as key_account_index,
        {{ key_account_status() }} as key_account_status
    from customers
    cross join weights

)

{{ as_of_rows('key_accounts') }}
