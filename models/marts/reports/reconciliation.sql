{{ config(enabled=is_enabled('reconciliation')) }}

with

screening_balance as (

    select * from {{ ref('customer_tiers', 'int_screening_totals') }}

),

newest_as_of_date as (

    select max(as_of_date) as as_of_date
    from {{ ref('customer_tiers', 'int_as_of_dates') }}

),

net_revenue_of_orders as (

    select
        store_id,
        as_of_date,
        net_revenue
    from {{ ref('customer_tiers', 'int_store_net_revenue') }}

),

net_revenue_of_customers as (

    select
        customer_facts.store_id,
        customer_facts.as_of_date,
        sum(customer_facts.net_revenue) as net_revenue
    from {{ ref('customer_tiers', 'customer_facts') }} as customer_facts
    inner join newest_as_of_date
        on customer_facts.as_of_date = newest_as_of_date.as_of_date
    group by customer_facts.store_id, customer_facts.as_of_date

),

measures as (

    select
        store_id,
        currency,
        'row_count' as measure,
        row_count as entered,
        accepted_row_count as accepted,
        rejected_row_count as rejected
    from screening_balance
    union all
    select
        store_id,
        currency,
        'gross_amount' as measure,
        gross_amount as entered,
        accepted_gross_amount as accepted,
        rejected_gross_amount as rejected
    from screening_balance
    {%- if is_given('refunds') %}
    union all
    select * from {{ ref('customer_tiers', 'int_refund_totals') }}
    {%- endif %}
    union all
    select
        net_revenue_of_orders.store_id,
        '{{ setting('reporting_currency') }}' as currency,
        'net_revenue' as measure,
        net_revenue_of_orders.net_revenue as entered,
        coalesce(net_revenue_of_customers.net_revenue, 0) as accepted,
        0 as rejected
    from net_revenue_of_orders
    inner join newest_as_of_date
        on net_revenue_of_orders.as_of_date = newest_as_of_date.as_of_date
    left join net_revenue_of_customers
        on
            {{ same_store_and_date(
                'net_revenue_of_orders', 'net_revenue_of_customers'
            ) }}

),

reconciliation as (

    select
        store_id,
        currency,
        measure,
        cast(entered as decimal(28, 4)) as entered,
        cast(accepted as decimal(28, 4)) as accepted,
        cast(rejected as decimal(28, 4)) as rejected,
        cast(entered - accepted - rejected as decimal(28, 4)) as difference
    from measures

)

select * from reconciliation
