{{ config(enabled=is_given('refunds')) }}
{%- do check_mapping('refunds') -%}
with

raw_refunds as (

    select
        {{ raw_column('refunds', 'order_id', required=true) }} as raw_order_id,
        {{ raw_column('refunds', 'refunded_at', required=true) }} as raw_refunded_at,
        {{ raw_column('refunds', 'refund_amount', required=true) }}
            as raw_refund_amount,
        {{ raw_column('refunds', 'store_id') }} as raw_store_id,
        {{ raw_column('refunds', 'currency') }} as raw_currency,
        {{ left_out('refunds') }} as is_left_out
    from {{ raw('refunds') }}

),

clean_refunds as (

    select
        *,
        {{ clean_columns('refunds') }}
    from raw_refunds

),

typed_refunds as (

    select
        {{ clean_id('order_id') }} as order_id,
        cast({{ local_timestamp('refunded_at') }} as date) as refunded_date,
        {{ money('refund_amount') }} as refund_amount,
        {{ clean_id('store_id') }} as store_id,
        upper(clean_currency) as currency,
        raw_order_id,
        raw_refunded_at,
        raw_refund_amount,
        raw_store_id,
        raw_currency,
        is_left_out
    from clean_refunds

)

select * from typed_refunds
