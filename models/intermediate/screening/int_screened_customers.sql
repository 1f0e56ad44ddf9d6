{{ config(enabled=is_given('customers')) }}

with

aliases as (

    select * from {{ screened_aliases() }}
    where rejection_reason is null

),

customers as (

    select
        *,
        row_number() over (
            partition by store_id, customer_id, is_left_out
            order by
                registered_date nulls last,
                raw_registered_at nulls last,
                raw_full_name nulls last,
                raw_email nulls last,
                raw_phone nulls last,
                raw_birth_date nulls last,
                raw_gender nulls last,
                raw_acquisition_channel nulls last,
                raw_is_strategic nulls last,
                raw_decision_role nulls last,
                raw_income_band nulls last,
                raw_region nulls last,
                raw_customer_id nulls last,
                raw_store_id nulls last
        ) as duplicate_number
    from {{ ref('customer_tiers', 'stg_tiers__customers') }}

),

screened_customers as (

    select
        customers.store_id,
        coalesce(aliases.customer_id, customers.customer_id) as customer_id,
        aliases.customer_id is null as is_own_account,
        customers.full_name,
        customers.email,
        customers.phone,
        customers.registered_date,
        customers.birth_date,
        customers.gender,
        customers.acquisition_channel,
        customers.is_strategic,
        customers.decision_role,
        customers.income_band,
        customers.region,
        customers.raw_customer_id,
        customers.raw_store_id,
        customers.raw_full_name,
        customers.raw_email,
        customers.raw_phone,
        customers.raw_registered_at,
        customers.raw_birth_date,
        customers.raw_gender,
        customers.raw_acquisition_channel,
        customers.raw_is_strategic,
        customers.raw_decision_role,
        customers.raw_income_band,
        customers.raw_region,
        case
            when customers.is_left_out then 'left_out'
            when customers.customer_id is null then 'missing_customer'
            when customers.duplicate_number > 1 then 'duplicate_customer'
            when
                {{ is_unreadable(
                    'customers.registered_date', 'customers.raw_registered_at'
                ) }}
                or {{ is_unreadable(
                    'customers.birth_date', 'customers.raw_birth_date'
                ) }}
                then 'invalid_date'
            when
                customers.registered_date < {{ earliest_credible_date() }}
                or customers.birth_date < cast(
                    '{{ setting('earliest_credible_birth_date') }}' as date
                )
                then 'incredible_timestamp'
            when
                greatest(customers.registered_date, customers.birth_date)
                > {{ latest_credible_date() }}
                then 'future_timestamp'
            when
                {{ is_unreadable(
                    'customers.is_strategic', 'customers.raw_is_strategic'
                ) }}
                then 'invalid_yes_or_no'
        end as rejection_reason
    from customers
    left join aliases on customers.customer_id = aliases.alias_customer_id

)

select * from screened_customers
