{{ config(enabled=is_used('key_account')) }}

with

weights as (

    select * from {{ rules('key_account_weights') }}

),

statuses as (

    select min_index
    from {{ rules('key_account_statuses') }}
    where key_account_status = 'key_account'

),

weights_in_a_row as (

    select
        {%- for dimension in key_account_metrics().values() %}
        max(case when weights.dimension = '{{ dimension }}' then weights.weight end)
            as {{ dimension }},
        {%- endfor %}
        max(statuses.min_index) as min_index
    from weights
    cross join statuses

)

select * from weights_in_a_row
