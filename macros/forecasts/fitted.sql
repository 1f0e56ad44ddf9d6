{#- The fits of the dates that the model lacks, as rows: parameters, and how each fit
    ended. Nothing is fitted while dbt only compiles. -#}
{% macro fitted(histories, dates) %}
    {%- set found = [] -%}
    {%- if is_building() -%}
        {%- set groups = load_groups(histories, dates) -%}
        {%- for name in ['bg_nbd', 'mbg_nbd'] if groups -%}
            {%- for key, fit in fit(name, groups.groups, groups.counts).items() -%}
                {%- do found.append((key, name, fit)) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set columns = {
        'store_id': dbt.type_string(), 'fit_date': 'date', 'model': dbt.type_string(),
        'customer_count': 'integer', 'r': 'double', 'alpha': 'double', 'a': 'double',
        'b': 'double', 'log_likelihood': 'double', 'round_count': 'integer',
        'ended': dbt.type_string()
    } -%}
    {%- set query -%}
    (
        {%- for key, name, fit in found %}
        select
            {{ sql_literal(key[0]) }} as store_id,
            cast('{{ key[1] }}' as date) as fit_date,
            '{{ name }}' as model,
            {{ fit.customer_count }} as customer_count,
            {%- for parameter in ['r', 'alpha', 'a', 'b'] %}
            exp(cast({{ fit.place[loop.index0] | round(7) }} as double)) as {{ parameter }},
            {%- endfor %}
            cast({{ fit.value * fit.customer_count }} as double) as log_likelihood,
            {{ fit.rounds }} as round_count,
            '{{ fit.ended }}' as ended
        {{ 'union all' if not loop.last }}
        {%- else %}
        select
            {%- for column, data_type in columns.items() %}
            cast(null as {{ data_type }}) as {{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
        where 1 = 0
        {%- endfor %}
    )
    {%- endset -%}
    {{ return(query) }}
{% endmacro %}

{#- The customers of the stores that are large enough, grouped to equal histories, in a
    table of this connection. -#}
{% macro load_groups(histories, dates) %}
    {%- set groups = api.Relation.create(identifier='forecast_groups') -%}
    {%- set counts = api.Relation.create(identifier='forecast_counts') -%}
    {%- set query -%}
        select
            store_id,
            fit_date,
            repeat_count as x,
            active_days / 7.0 as t_x,
            tenure_days / 7.0 as t,
            count(*) as customer_count
        from {{ histories }} as histories
        where
            known_customer_count >= {{ setting('forecast_min_customers') }}
            and fit_date in (
                select fit_date from {{ dates }} as dates
                where {{ is_missing('as_of_date') }}
            )
        group by store_id, fit_date, repeat_count, active_days, tenure_days
    {%- endset -%}
    {%- do run_query('create or replace temporary table forecast_groups as ' ~ query) -%}
    {%- do run_query(
        'create or replace temporary table forecast_counts as select store_id, fit_date, x,'
        ~ ' sum(customer_count) as customer_count from forecast_groups'
        ~ ' group by store_id, fit_date, x'
    ) -%}
    {{ return({'groups': 'forecast_groups', 'counts': 'forecast_counts'}) }}
{% endmacro %}

{#- As in int_forecast_fits: the query runs before the model. -#}
{% macro dates_to_fit() -%}
    (
        select as_of_date, as_of_date as fit_date
        from {{ ref('customer_tiers', 'int_as_of_dates') }}
        union
        select as_of_date, fit_date from {{ ref('customer_tiers', 'int_forecast_origins') }}
    )
{%- endmacro %}
