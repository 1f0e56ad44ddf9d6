{{ config(enabled=is_given('customers')) }}
{%- do check_mapping('customers') -%}
with

raw_customers as (

    select
        {{ raw_column('customers', 'customer_id', required=true) }} as raw_customer_id,
        {{ raw_column('customers', 'store_id') }} as raw_store_id,
        {{ raw_column('customers', 'full_name') }} as raw_full_name,
        {{ raw_column('customers', 'email') }} as raw_email,
        {{ raw_column('customers', 'phone') }} as raw_phone,
        {{ raw_column('customers', 'registered_at') }} as raw_registered_at,
        {{ raw_column('customers', 'birth_date') }} as raw_birth_date,
        {{ raw_column('customers', 'gender') }} as raw_gender,
        {{ raw_column('customers', 'acquisition_channel') }} as raw_acquisition_channel,
        {{ raw_column('customers', 'is_strategic') }} as raw_is_strategic,
        {{ raw_column('customers', 'decision_role') }} as raw_decision_role,
        {{ raw_column('customers', 'income_band') }} as raw_income_band,
        {{ raw_column('customers', 'region') }} as raw_region,
        {{ left_out('customers') }} as is_left_out
    from {{ raw('customers') }}

),

clean_customers as (

    select
        *,
        {{ clean_columns('customers') }}
    from raw_customers

),

typed_customers as (

    select
        {{ clean_id('customer_id') }} as customer_id,
        {{ clean_id('store_id') }} as store_id,
        clean_full_name as full_name,
        clean_email as email,
        clean_phone as phone,
        cast({{ local_timestamp('registered_at') }} as date) as registered_date,
        cast({{ local_timestamp('birth_date') }} as date) as birth_date,
        clean_gender as gender,
        clean_acquisition_channel as acquisition_channel,
        {{ yes_or_no('is_strategic') }} as is_strategic,
        lower(clean_decision_role) as decision_role,
        clean_income_band as income_band,
        clean_region as region,
        raw_customer_id,
        raw_store_id,
        raw_full_name,
        raw_email,
        raw_phone,
        raw_registered_at,
        raw_birth_date,
        raw_gender,
        raw_acquisition_channel,
        raw_is_strategic,
        raw_decision_role,
        raw_income_band,
        raw_region,
        is_left_out
    from clean_customers

)

select * from typed_customers
