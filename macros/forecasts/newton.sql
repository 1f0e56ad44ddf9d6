{#- Maximum likelihood by Newton's method on the logarithms of four parameters, for all
    stores, dates and models at once: each round is one step of a recursion. It takes the value, the
    slopes and the bends (first and second derivatives) of the mean log likelihood at the
    proposed place. If the value is better than before, the next place is where slopes and
    bends say that the top is; if it is not, a quarter of the way is tried.
    A model of three parameters has a fourth that changes nothing. -#}

{#- The logarithms stay between `least` and `most`, and change by at most `longest` in a
    round. A fit ends when it can gain less than `enough`. It is determined if it bends
    down in every direction (more than `flat`) and the last way is short (`settled`). -#}
{% macro fit_limits() %}
    {{ return({
        'rounds': 40, 'least': -7, 'most': 9, 'longest': 2, 'enough': '1e-9',
        'flat': '1e-7', 'settled': 0.01, 'smallest_a': 0.01
    }) }}
{% endmacro %}

{#- r = .37, alpha = 7.4 weeks, a = 2.7, b = 7.4: from here no shop that was tried ends at
    a lower top than from elsewhere. p = 2, q = 3, v = the mean money of an order. -#}
{% macro starts_of_fits() %}
    {%- set starts = {
        'bg_nbd': [-1, 2, 1, 2], 'mbg_nbd': [-1, 2, 1, 2], 'gamma_gamma': [0.7, 1.1, 0, 0]
    } -%}
    {%- for model, start in starts.items() %}
    select
        fit_id,
        '{{ model }}' as model,
        {{ 'spender_count' if model == 'gamma_gamma' else 'customer_count' }}
            as customer_count,
        {%- for log in start %}
        cast({{ log }} as double) as place_{{ loop.index }},
        cast(0 as double) as way_{{ loop.index }},
        {%- endfor %}
        cast(null as double) as value,
        cast(null as double) as gain,
        false as is_determined,
        0 as round_count,
        {%- if model == 'gamma_gamma' %}
        case
            when spender_count < {{ setting('forecast_min_customers') }} / 10.0
                then 'too_few'
        end
        {%- else %}
        cast(null as {{ dbt.type_string() }})
        {%- endif %} as ended
    from forecast_stores
    {{- ' union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}

{#- The likelihoods of the open fits at the places that are proposed. -#}
{% macro likelihoods(before) %}
    with
    open_fits as (
        select
            fit_id,
            model,
            case when model = 'mbg_nbd' then 1 else 0 end as more,
            {%- for each in range(1, 5) %}
            exp(place_{{ each }} + way_{{ each }}) as parameter_{{ each }}
            {{- ',' if not loop.last }}
            {%- endfor %}
        from {{ before }}
        where ended is null and round_count < {{ fit_limits().rounds }}
    ),
    {{ likelihood_of_orders('open_fits') }},
    {{ likelihood_of_money('open_fits') }}
    select * from likelihood_of_orders
    union all
    select * from likelihood_of_money
{% endmacro %}

{% macro next_fits(before, likelihoods) %}
    {%- set limits = fit_limits() -%}
    with
    judged as (
        select
            fits.fit_id,
            fits.model,
            fits.customer_count,
            fits.round_count + 1 as round_count,
            coalesce(likelihoods.value > fits.value, true) as is_better,
            {%- for each in range(1, 5) %}
            fits.place_{{ each }} as place_before_{{ each }},
            fits.way_{{ each }} as way_before_{{ each }},
            fits.place_{{ each }} + fits.way_{{ each }} as place_{{ each }},
            {%- endfor %}
            fits.value as value_before,
            fits.gain as gain_before,
            fits.is_determined as is_determined_before,
            {%- for column in likelihood_columns() %}
            likelihoods.{{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
        from {{ before }} as fits
        inner join {{ likelihoods }} as likelihoods
            on fits.fit_id = likelihoods.fit_id and fits.model = likelihoods.model
    ),
    {{ ways_to_the_top('judged', limits) }},
    with_gain as (
        select
            *,
            (
                {%- for each in range(1, 5) %}
                way_{{ each }} * slope_{{ each }}{{ ' +' if not loop.last }}
                {%- endfor %}
            ) / 2 as gain,
            least(pivot_1, pivot_2, pivot_3, pivot_4) > {{ limits.flat }}
            {%- for each in range(1, 5) %}
            and abs(way_{{ each }}) < {{ limits.settled }}
            and place_{{ each }} + way_{{ each }} > {{ limits.least + limits.settled }}
            and place_{{ each }} + way_{{ each }} < {{ limits.most - limits.settled }}
            {%- endfor %}
            and (model = 'gamma_gamma' or place_3 > ln({{ limits.smallest_a }}))
                as is_determined
        from ways_to_the_top
    ),
    next_fits as (
        select
            fit_id,
            model,
            customer_count,
            {%- for each in range(1, 5) %}
            case
                when is_better then place_{{ each }} else place_before_{{ each }}
            end as place_{{ each }},
            case
                when is_better then way_{{ each }} else way_before_{{ each }} / 4
            end as way_{{ each }},
            {%- endfor %}
            case when is_better then value else value_before end as value,
            case when is_better then gain else gain_before / 4 end as gain,
            case when is_better then is_determined else is_determined_before end
                as is_determined,
            round_count,
            is_better
        from with_gain
    )
    select
        fit_id,
        model,
        customer_count,
        {#- So short a way needs no look. Where a parameter runs away, it may be long. -#}
        {%- for each in range(1, 5) %}
        place_{{ each }} + case
            when gain < {{ limits.enough }} and is_better and is_determined
                then way_{{ each }}
            else 0
        end as place_{{ each }},
        way_{{ each }},
        {%- endfor %}
        value,
        gain,
        is_determined,
        round_count,
        case
            when gain < {{ limits.enough }}
                then case when is_determined then 'converged' else 'bound' end
        end as ended
    from next_fits
{% endmacro %}

{#- The value, and the slopes and bends by the logarithms of the parameters. -#}
{% macro likelihood_columns() %}
    {%- set columns = ['value'] -%}
    {%- for one in range(1, 5) -%}
        {%- do columns.append('slope_' ~ one) -%}
    {%- endfor -%}
    {%- for one in range(1, 5) -%}
        {%- for other in range(one, 5) -%}
            {%- do columns.append('bend_' ~ one ~ other) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}
