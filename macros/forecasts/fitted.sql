{#- The fits of the dates that the model lacks, as rows: parameters, and how each fit
    ended. Nothing is fitted while dbt only compiles. -#}
{% macro fitted(histories, dates) %}
    {%- if not is_building() -%}
        {{ return(no_fits()) }}
    {%- endif -%}
    {%- for name, query in tables_of_fits(histories, dates).items() -%}
        {%- do keep_rows(name, query) -%}
    {%- endfor -%}
    {{ return(rows_of_fits(keep_rounds())) }}
{% endmacro %}

{#- What the rounds read, by name: the customers of the stores that are large enough,
    grouped to equal histories, which are few; the fits; and what each likelihood needs. -#}
{% macro tables_of_fits(histories, dates) %}
    {%- set of_their_store -%}
        inner join forecast_stores as stores
            on
                histories.store_id = stores.store_id
                and histories.fit_date = stores.fit_date
    {%- endset -%}
    {%- set forecast_histories -%}
        select
            store_id,
            fit_date,
            repeat_count as x,
            active_days / cast(7 as double) as t_x,
            tenure_days / cast(7 as double) as t,
            case
                when repeat_count > 0 and repeat_net_revenue > 0
                    then cast(repeat_net_revenue as double) / repeat_count
            end as money,
            count(*) as customer_count
        from {{ histories }} as histories
        where
            known_customer_count >= {{ setting('forecast_min_customers') }}
            and fit_date in (
                select fit_date from {{ dates }} as dates
                where {{ is_missing('as_of_date') }}
            )
        group by 1, 2, 3, 4, 5, 6
    {%- endset -%}
    {%- set forecast_stores -%}
        select
            row_number() over (order by store_id, fit_date) as fit_id,
            *
        from (
            select
                store_id,
                fit_date,
                sum(customer_count) as customer_count,
                sum(case when money is not null then customer_count else 0 end)
                    as spender_count,
                cast(sum(cast(money * customer_count as decimal(38, 12))) as double)
                / sum(case when money is not null then customer_count end) as mean_money
            from forecast_histories
            group by store_id, fit_date
        ) as stores
    {%- endset -%}
    {%- set forecast_times -%}
        select
            stores.fit_id,
            histories.x,
            histories.t_x,
            histories.t,
            sum(histories.customer_count) / cast(max(stores.customer_count) as double)
                as share
        from forecast_histories as histories
        {{ of_their_store }}
        group by stores.fit_id, histories.x, histories.t_x, histories.t
    {%- endset -%}
    {#- In units of the store's mean, so that yen and dinars start at the same place. -#}
    {%- set forecast_money -%}
        select
            stores.fit_id,
            histories.x,
            histories.money / stores.mean_money as money,
            sum(histories.customer_count) / cast(max(stores.spender_count) as double)
                as share
        from forecast_histories as histories
        {{ of_their_store }}
        where histories.money is not null
        group by stores.fit_id, histories.x, histories.money / stores.mean_money
    {%- endset -%}
    {{ return({
        'forecast_histories': forecast_histories,
        'forecast_stores': forecast_stores,
        'forecast_times': forecast_times,
        'forecast_money': forecast_money
    }) }}
{% endmacro %}

{#- Rows that later statements of this connection read. -#}
{% macro keep_rows(name, query) %}
    {%- do adapter.dispatch('keep_rows')(name, query) -%}
{% endmacro %}

{% macro duckdb__keep_rows(name, query) %}
    {%- do run_query('create or replace temporary table ' ~ name ~ ' as ' ~ query) -%}
{% endmacro %}

{#- A cached view would be planned again whenever it is read, with all that it reads. -#}
{% macro spark__keep_rows(name, query) %}
    {%- set table = this.incorporate(path={'identifier': name}, type='table') -%}
    {%- do run_query('drop table if exists ' ~ table) -%}
    {%- do run_query('create table ' ~ table ~ ' using parquet as ' ~ query) -%}
    {%- do run_query('create or replace temporary view ' ~ name ~ ' as select * from ' ~ table) -%}
{% endmacro %}

{#- A hook of the model that was fitted. -#}
{% macro forget_rows() %}
    {%- if execute -%}
        {%- do adapter.dispatch('forget_rows')() -%}
    {%- endif -%}
{% endmacro %}

{#- They end with the connection. -#}
{% macro duckdb__forget_rows() %}
{% endmacro %}

{% macro spark__forget_rows() %}
    {%- for name in [
        'histories', 'stores', 'times', 'money', 'likelihoods', 'round_0', 'round_1'
    ] -%}
        {%- set table = this.incorporate(path={'identifier': 'forecast_' ~ name}, type='table') -%}
        {%- do run_query('drop view if exists forecast_' ~ name) -%}
        {%- do run_query('drop table if exists ' ~ table) -%}
    {%- endfor -%}
{% endmacro %}

{#- Returns the name of the table that holds the last round of each fit. -#}
{% macro keep_rounds() %}
    {{ return(adapter.dispatch('keep_rounds')()) }}
{% endmacro %}

{#- Planning a round takes longer than the round, so it is planned once. -#}
{% macro duckdb__keep_rounds() %}
    {%- do keep_rows('forecast_rounds', all_rounds()) -%}
    {{ return('forecast_rounds') }}
{% endmacro %}

{% macro all_rounds() -%}
    with recursive rounds as (
        {{ starts_of_fits() }}
        union all
        select * from (
            {{ next_fits('rounds', '(' ~ likelihoods('rounds') ~ ')') }}
        ) as next_rounds
    )
    select * from rounds
{%- endmacro %}

{#- Its recursion has no sums: a statement per round, in two tables by turns. -#}
{% macro spark__keep_rounds() %}
    {%- set rounds = namespace(last='forecast_round_0') -%}
    {%- do keep_rows(rounds.last, starts_of_fits()) -%}
    {%- for round in range(1, fit_limits().rounds + 1) -%}
        {%- set open_count -%}
            select count(*) from {{ rounds.last }} where ended is null
        {%- endset -%}
        {%- if run_query(open_count).rows[0][0] | int -%}
            {%- do keep_rows('forecast_likelihoods', likelihoods(rounds.last)) -%}
            {%- set query -%}
                select * from ({{ next_fits(rounds.last, 'forecast_likelihoods') }}) as next_fits
                union all
                select * from {{ rounds.last }} where ended is not null
            {%- endset -%}
            {%- set rounds.last = 'forecast_round_' ~ round % 2 -%}
            {%- do keep_rows(rounds.last, query) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(rounds.last) }}
{% endmacro %}

{% macro rows_of_fits(rounds) -%}
    (
        select
            stores.store_id,
            stores.fit_date,
            fits.model,
            cast(fits.customer_count as integer) as customer_count,
            {#- Where b runs away, engines would differ in its fourth digit. -#}
            {%- for parameter, digits in {'r': 6, 'alpha': 6, 'a': 2, 'b': 2}.items() %}
            case
                when fits.model = 'gamma_gamma' then null
                when fits.ended = 'converged' then exp(round(fits.place_{{ loop.index }}, 6))
                else exp(round(fits.place_{{ loop.index }}, {{ digits }}))
            end as {{ parameter }},
            {%- endfor %}
            {%- for parameter in ['p', 'q', 'v'] %}
            case
                when fits.model = 'gamma_gamma' and fits.value is not null
                    then
                        exp(round(fits.place_{{ loop.index }}, 6))
                        {{- ' * stores.mean_money' if parameter == 'v' }}
            end as {{ parameter }},
            {%- endfor %}
            fits.customer_count * (
                fits.value
                - case when fits.model = 'gamma_gamma' then ln(stores.mean_money) else 0 end
            ) as log_likelihood,
            fits.round_count,
            coalesce(fits.ended, 'unfinished') as ended
        from {{ rounds }} as fits
        inner join forecast_stores as stores on fits.fit_id = stores.fit_id
        where fits.ended is not null or fits.round_count = {{ fit_limits().rounds }}
    )
{%- endmacro %}

{% macro no_fits() -%}
    (
        select
            cast(null as {{ dbt.type_string() }}) as store_id,
            cast(null as date) as fit_date,
            cast(null as {{ dbt.type_string() }}) as model,
            cast(null as integer) as customer_count,
            {%- for number in ['r', 'alpha', 'a', 'b', 'p', 'q', 'v', 'log_likelihood'] %}
            cast(null as double) as {{ number }},
            {%- endfor %}
            cast(null as integer) as round_count,
            cast(null as {{ dbt.type_string() }}) as ended
        where 1 = 0
    )
{%- endmacro %}

{#- As in int_forecast_fits: the query runs before the model. -#}
{% macro dates_to_fit() -%}
    (
        select as_of_date, as_of_date as fit_date
        from {{ ref('customer_tiers', 'int_as_of_dates') }}
        union
        select as_of_date, fit_date from {{ ref('customer_tiers', 'int_forecast_origins') }}
    )
{%- endmacro %}
