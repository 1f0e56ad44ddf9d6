{{ config(enabled=is_given('customer_aliases')) }}
{%- do check_mapping('customer_aliases') -%}
with

raw_customer_aliases as (

    select
        {{ raw_column('customer_aliases', 'alias_customer_id', required=true) }}
            as raw_alias_customer_id,
        {{ raw_column('customer_aliases', 'customer_id', required=true) }}
            as raw_customer_id,
        {{ left_out('customer_aliases') }} as is_left_out
    from {{ raw('customer_aliases') }}

),

clean_customer_aliases as (

    select
        *,
        {{ clean_columns('customer_aliases') }}
    from raw_customer_aliases

),

typed_customer_aliases as (

    select
        {{ clean_id('alias_customer_id') }} as alias_customer_id,
        {{ clean_id('customer_id') }} as customer_id,
        raw_alias_customer_id,
        raw_customer_id,
        is_left_out
    from clean_customer_aliases

)

select * from typed_customer_aliases
