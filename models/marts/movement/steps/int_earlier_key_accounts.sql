{{ config(enabled=is_used('movement') and is_used('key_account')) }}

with

facts as (

    select * from {{ ref('customer_tiers', 'int_key_account_moves') }}

),

cuts as (

    select * from {{ ref('customer_tiers', 'tier_cuts') }}
    where scheme in ('abc', 'key_account')

),

ranks as (

    select * from {{ ref('customer_tiers', 'int_earlier_percent_ranks') }}

),

weights as (

    select * from {{ ref('customer_tiers', 'int_key_account_weights_in_a_row') }}

),

customers as (

    select
        facts.*,
        abc_cut.level as abc_class,
        revenue_cut.level as revenue_level,
        {{ key_account_ranks() }}
    from facts
    {{ join_cut('abc', 'net_revenue', 'abc_cut', 'previous_as_of_date') }}
    {{ join_cut('key_account', 'net_revenue', 'revenue_cut', 'previous_as_of_date') }}
    {{ join_key_account_ranks() }}

),

earlier_key_accounts as (

    select
        customers.store_id,
        customers.customer_id,
        customers.as_of_date,
        {{ key_account_status() }} as key_account_status
    from customers
    cross join weights

)

select * from earlier_key_accounts
