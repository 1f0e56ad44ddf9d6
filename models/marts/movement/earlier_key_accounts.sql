{{ config(enabled=is_used('key_account')) }}

with

facts as (

    select * from {{ ref('key_account_moves') }}

),

ranks as (

    select * from {{ ref('earlier_percent_ranks') }}

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
