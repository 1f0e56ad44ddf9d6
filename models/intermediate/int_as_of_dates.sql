{{ config(materialized='table') }}

with

last_accepted_order as (

    select max(order_date) as order_date
    from {{ ref('int_screened_orders') }}
    where rejection_reason is null

),

as_of_dates as (

    select
        {% if setting('as_of_date') -%}
        cast('{{ setting('as_of_date') }}' as date)
        {%- else -%}
        order_date
        {%- endif %} as as_of_date,
        true as is_newest
    from last_accepted_order
    where order_date is not null

)

select * from as_of_dates
