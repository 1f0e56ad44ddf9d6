{{ config(enabled=is_used('key_account')) }}

{%- set dimensions = {
    'net_revenue': 'transaction_value',
    'growth_ratio': 'potential_value',
    'satisfied_order_count': 'loyalty',
    'referral_count': 'influence',
} -%}

with

facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        net_revenue,
        growth_ratio,
        satisfied_order_count,
        referral_count
    from {{ ref('customer_facts') }}

),

ranks as (

    select * from {{ ref('metric_percent_ranks') }}

),

profiles as (

    select
        store_id,
        customer_id,
        is_strategic
    from {{ ref('int_customer_profiles') }}

),

weights as (

    select
        {%- for dimension in dimensions.values() | list + ['strategic'] %}
        max(case when dimension = '{{ dimension }}' then weight end)
            as {{ dimension }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('key_account_weights') }}

),

statuses as (

    select min_index
    from {{ ref('key_account_statuses') }}
    where key_account_status = 'key_account'

),

customers_with_ranks as (

    select
        facts.*,
        profiles.is_strategic,
        case when profiles.is_strategic then 1 when not profiles.is_strategic then 0 end
            as strategic_rank,
        {%- for metric, dimension in dimensions.items() %}
        {{ metric }}_ranks.percent_rank as {{ dimension }}_rank{{ ',' if not loop.last }}
        {%- endfor %}
    from facts
    left join profiles
        on
            facts.store_id = profiles.store_id
            and facts.customer_id = profiles.customer_id
    {%- for metric in dimensions %}
    left join ranks as {{ metric }}_ranks
        on
            {{ same_day_same_store('facts', metric ~ '_ranks') }}
            and {{ metric }}_ranks.metric = '{{ histogram_metric(metric) }}'
            and facts.{{ metric }} = {{ metric }}_ranks.metric_value
    {%- endfor %}

),

-- What is not known drops out, and the other weights make up the whole.
customers_with_index as (

    select
        customers.*,
        100 * {{ weighted_mean_of_known(dimensions.values() | list + ['strategic']) }}
            as key_account_index
    from customers_with_ranks as customers
    cross join weights

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
        customers.key_account_index,
        case
            when customers.is_strategic then 'key_account'
            when customers.key_account_index >= statuses.min_index then 'key_account'
            else 'other'
        end as key_account_status
    from customers_with_index as customers
    cross join statuses

)

{{ as_of_rows('key_accounts') }}
