{{ config(enabled=is_given('feedback')) }}
{%- do check_mapping('feedback') -%}
with

raw_feedback as (

    select
        {{ raw_column('feedback', 'customer_id', required=true) }} as raw_customer_id,
        {{ raw_column('feedback', 'store_id') }} as raw_store_id,
        {{ raw_column('feedback', 'order_id') }} as raw_order_id,
        {{ raw_column('feedback', 'given_at', required=true) }} as raw_given_at,
        {{ raw_column('feedback', 'rating') }} as raw_rating,
        {{ raw_column('feedback', 'nps') }} as raw_nps,
        {{ raw_column('feedback', 'is_complaint') }} as raw_is_complaint,
        {{ left_out('feedback') }} as is_left_out
    from {{ raw('feedback') }}

),

clean_feedback as (

    select
        *,
        {{ clean_columns('feedback') }}
    from raw_feedback

),

typed_feedback as (

    select
        {{ clean_id('customer_id') }} as customer_id,
        {{ clean_id('store_id') }} as store_id,
        {{ clean_id('order_id') }} as order_id,
        {{ local_timestamp('given_at') }} as given_at,
        cast({{ local_timestamp('given_at') }} as date) as given_date,
        {{ whole_number('rating', 1, 5) }} as rating,
        {{ whole_number('nps', 0, 10) }} as nps,
        {{ yes_or_no('is_complaint') }} as is_complaint,
        raw_customer_id,
        raw_store_id,
        raw_order_id,
        raw_given_at,
        raw_rating,
        raw_nps,
        raw_is_complaint,
        is_left_out
    from clean_feedback

)

select * from typed_feedback
