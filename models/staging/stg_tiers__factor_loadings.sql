{{ config(enabled=is_given('factor_loadings')) }}
{%- do check_mapping('factor_loadings') -%}
with

raw_factor_loadings as (

    select
        {%- for column in mapping_words().columns['factor_loadings'] %}
        {{ raw_column('factor_loadings', column, required=true) }} as raw_{{ column }},
        {%- endfor %}
        {{ left_out('factor_loadings') }} as is_left_out
    from {{ raw('factor_loadings') }}

),

clean_factor_loadings as (

    select
        *,
        {{ clean_columns('factor_loadings') }}
    from raw_factor_loadings

),

-- A program wrote them: what does not cast is an error, not a row to reject.
typed_factor_loadings as (

    select
        clean_store_id as store_id,
        cast(clean_learned_date as date) as learned_date,
        cast(clean_learned_customer_count as integer) as learned_customer_count,
        cast(clean_kmo as double) as kmo,
        cast(clean_factor as integer) as factor,
        clean_factor_name_en as factor_name_en,
        clean_factor_name_zh as factor_name_zh,
        cast(clean_eigenvalue as double) as eigenvalue,
        cast(clean_chance_eigenvalue as double) as chance_eigenvalue,
        cast(clean_variance_share as double) as variance_share,
        clean_metric as metric,
        cast(clean_loading as double) as loading
    from clean_factor_loadings
    where not is_left_out

)

select * from typed_factor_loadings
