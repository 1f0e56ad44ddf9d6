{{ config(enabled=is_used('key_account')) }}

with

weights as (

    select * from {{ rules('key_account_weights') }}

),

weights_in_a_row as (

    select
        {%- for dimension in key_account_metrics().values() %}
        max(case when weights.dimension = '{{ dimension }}' then weights.weight end)
            as {{ dimension }}{{ ',' if not loop.last }}
        {%- endfor %}
    from weights

)

select * from weights_in_a_row
