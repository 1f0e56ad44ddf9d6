with

rfm_levels as (

    select
        'rfm' as scheme,
        cast(n as {{ dbt.type_string() }}) as level,
        n as level_rank
    from {{ whole_numbers(setting('rfm_bins')) }}

),

rfm_value_levels as (

    select
        'rfm_value' as scheme,
        case when n = 2 then 'high' else 'low' end as level,
        n as level_rank
    from {{ whole_numbers(2) }}

),

abc_levels as (

    select
        'abc' as scheme,
        abc_class as level,
        class_rank as level_rank
    from {{ rules('abc_classes') }}

),

abc_margin_levels as (

    select
        'abc_margin' as scheme,
        abc_class as level,
        class_rank as level_rank
    from {{ rules('abc_classes') }}

),

key_account_levels as (

    select
        'key_account' as scheme,
        case when n = 2 then 'high' else 'low' end as level,
        n as level_rank
    from {{ whole_numbers(2) }}

),

value_type_levels as (

    select
        'value_type' as scheme,
        cast(n as {{ dbt.type_string() }}) as level,
        n as level_rank
    from {{ whole_numbers(5) }}

),

buying_style_levels as (

    select
        'buying_style' as scheme,
        level,
        level_rank
    from {{ rules('buying_style_cuts') }}

),

scheme_levels as (

    select * from rfm_levels
    union all
    select * from rfm_value_levels
    union all
    select * from abc_levels
    union all
    select * from abc_margin_levels
    union all
    select * from key_account_levels
    union all
    select * from value_type_levels
    union all
    select * from buying_style_levels

)

select * from scheme_levels
