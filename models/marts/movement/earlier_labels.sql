with

facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        cut_date,
        net_revenue,
        rfm_segment,
        rfm_value_segment
    from {{ ref('rfm_judgements') }}
    where cuts_of = 'earlier'

),

cuts as (

    select * from {{ ref('tier_cuts') }}
    where scheme = 'abc'

),

earlier_labels as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.rfm_segment,
        facts.rfm_value_segment,
        cut.level as abc_class
    from facts
    {{ join_cut('abc', 'net_revenue', 'cut', 'cut_date') }}

)

{{ as_of_rows('earlier_labels') }}
