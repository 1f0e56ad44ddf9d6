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

{% macro next_round(before) %}
    {%- set limits = fit_limits() -%}
    with
    open_fits as (
        select
            *,
            {%- for each in range(1, 5) %}
            exp(place_{{ each }} + way_{{ each }}) as parameter_{{ each }},
            {%- endfor %}
            case when model = 'mbg_nbd' then 1 else 0 end as more
        from {{ before }}
        where ended is null and round_count < {{ limits.rounds }}
    ),
    {{ likelihood_of_orders('open_fits') }},
    {{ likelihood_of_money('open_fits') }},
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
        from open_fits as fits
        inner join (
            select * from likelihood_of_orders
            union all
            select * from likelihood_of_money
        ) as likelihoods
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

{#- -bends * way = slopes by elimination: common table expressions, the last of which is
    ways_to_the_top. A direction that bends up is taken as if it bent down, so that the
    way leads up (Gill, Murray 1974). A parameter at its end stays there while the slope
    leads beyond it. -#}
{% macro ways_to_the_top(judged, limits) %}
    free_axes as (
        select
            *,
            {%- for each in range(1, 5) %}
            case
                when place_{{ each }} <= {{ limits.least }} and slope_{{ each }} < 0 then 0
                when place_{{ each }} >= {{ limits.most }} and slope_{{ each }} > 0 then 0
                else 1
            end as free_{{ each }}{{ ',' if not loop.last }}
            {%- endfor %}
        from {{ judged }}
    ),
    eliminated_0 as (
        select
            *,
            {%- for one in range(1, 5) %}
            slope_{{ one }} * free_{{ one }} as right_0_{{ one }},
            {%- for other in range(one, 5) %}
            {%- if one == other %}
            1 - free_{{ one }} - bend_{{ one }}{{ one }} * free_{{ one }}
            {%- else %}
            -bend_{{ one }}{{ other }} * free_{{ one }} * free_{{ other }}
            {%- endif %} as left_0_{{ one }}{{ other }}
            {{- ',' if not loop.last }}
            {%- endfor %}
            {{- ',' if not loop.last }}
            {%- endfor %}
        from free_axes
    ),
    {%- for pivot in range(1, 5) %}
    {%- set before = pivot - 1 -%}
    {%- set divisor -%}
        greatest(abs(left_{{ before }}_{{ pivot }}{{ pivot }}), {{ limits.flat }})
    {%- endset %}
    eliminated_{{ pivot }} as (
        select
            *,
            {%- for one in range(pivot + 1, 5) %}
            right_{{ before }}_{{ one }} - left_{{ before }}_{{ pivot }}{{ one }}
            * right_{{ before }}_{{ pivot }} / {{ divisor }}
                as right_{{ pivot }}_{{ one }},
            {%- for other in range(one, 5) %}
            left_{{ before }}_{{ one }}{{ other }} - left_{{ before }}_{{ pivot }}{{ one }}
            * left_{{ before }}_{{ pivot }}{{ other }} / {{ divisor }}
                as left_{{ pivot }}_{{ one }}{{ other }},
            {%- endfor %}
            {%- endfor %}
            {{ divisor }} as divisor_{{ pivot }},
            left_{{ before }}_{{ pivot }}{{ pivot }} as pivot_{{ pivot }}
        from eliminated_{{ before }}
    ),
    {%- endfor %}
    {%- for one in range(4, 0, -1) %}
    solved_{{ one }} as (
        select
            *,
            (
                right_{{ one - 1 }}_{{ one }}
                {%- for other in range(one + 1, 5) %}
                - left_{{ one - 1 }}_{{ one }}{{ other }} * full_way_{{ other }}
                {%- endfor %}
            ) / divisor_{{ one }} as full_way_{{ one }}
        from {{ 'solved_' ~ (one + 1) if one < 4 else 'eliminated_4' }}
    ),
    {%- endfor %}
    shortened as (
        select
            *,
            least(1, {{ limits.longest }} / greatest(
                {%- for each in range(1, 5) %}
                abs(full_way_{{ each }}),
                {%- endfor %} 1e-9
            )) as part
        from solved_1
    ),
    ways_to_the_top as (
        select
            *,
            {%- for each in range(1, 5) %}
            least(greatest(
                place_{{ each }} + full_way_{{ each }} * part, {{ limits.least }}
            ), {{ limits.most }}) - place_{{ each }} as way_{{ each }}
            {{- ',' if not loop.last }}
            {%- endfor %}
        from shortened
    )
{% endmacro %}
