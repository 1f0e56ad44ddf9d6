{#- Common table expressions, of which the last, likelihood_of_orders, has the mean log
    likelihood of each fit of BG/NBD and MBG/NBD with its slopes and bends. x are the
    repeat purchase days, t_x the weeks from the first to the last, t those from the first
    to the date of the fit; parameters r, alpha, a, b.
    BG/NBD: Fader, Hardie, Lee (2005), equation 6. MBG/NBD: Batislam, Denizel, Filiztekin
    (2007): a customer can also be lost by the first purchase. The likelihood of a history
    is a factor of x alone, of which there are few, times a sum: still there, or lost. -#}
{% macro likelihood_of_orders(open_fits) %}
    times_with_rates as (
        select
            fits.fit_id,
            fits.model,
            times.x,
            times.share,
            fits.parameter_1 as r,
            fits.parameter_2 as alpha,
            case when x + more > 0 then ln(parameter_3 / (parameter_4 + x + more - 1)) end
                as log_odds_of_loss,
            ln(parameter_2 + t) as log_t,
            ln(parameter_2 + t_x) as log_t_x,
            parameter_2 / (parameter_2 + t) as part,
            parameter_2 / (parameter_2 + t_x) as part_x
        from forecast_times as times
        inner join {{ open_fits }} as fits on times.fit_id = fits.fit_id
        where fits.model <> 'gamma_gamma'
    ),
    times_with_chances as (
        select
            *,
            r * (log_t - log_t_x) as by_r,
            (r + x) * (part - part_x) as by_alpha,
            coalesce(log_odds_of_loss + (r + x) * (log_t - log_t_x), -1e6) as log_odds
        from times_with_rates
    ),
    times_with_odds as (
        select
            *,
            share * case
                when log_odds > 0 then 1 / (1 + exp(-log_odds))
                else exp(log_odds) / (1 + exp(log_odds))
            end as lost_share,
            share * exp(-abs(log_odds)) / power(1 + exp(-abs(log_odds)), 2) as open_share
        from times_with_chances
    ),
    counts as (
        select
            fit_id,
            model,
            x,
            {%- for name, number in {
                'share': 'share',
                'value':
                    'share * (greatest(log_odds, 0) + ln(1 + exp(-abs(log_odds)))'
                    ~ ' - (r + x) * log_t)',
                'slope_1': 'lost_share * by_r - share * r * log_t',
                'slope_2': 'lost_share * by_alpha - share * (r + x) * part',
                'slope_3': 'lost_share',
                'bend_11': 'open_share * by_r * by_r',
                'bend_12':
                    'open_share * by_r * by_alpha + r * (lost_share * (part - part_x)'
                    ~ ' - share * part)',
                'bend_22':
                    'open_share * by_alpha * by_alpha + (r + x) * (lost_share'
                    ~ ' * (part * (1 - part) - part_x * (1 - part_x))'
                    ~ ' - share * part * (1 - part))',
                'bend_13': 'open_share * by_r',
                'bend_23': 'open_share * by_alpha',
                'bend_33': 'open_share',
            }.items() %}
            {{ exact_sum(number) }} as {{ name }}{{ ',' if not loop.last }}
            {%- endfor %}
        from times_with_odds
        group by fit_id, model, x
    ),
    counts_with_parameters as (
        select
            counts.*,
            fits.parameter_1 as r,
            fits.parameter_2 as alpha,
            fits.parameter_3 as a,
            fits.parameter_4 as b,
            x + more as n,
            case
                when x + more > 0 then parameter_4 / (parameter_4 + x + more - 1) else 0
            end as kept
        from counts
        inner join {{ open_fits }} as fits
            on counts.fit_id = fits.fit_id and counts.model = fits.model
    ),
    counts_with_gammas as (
        select
            *,
            {{ ln_gamma('r + x') }} - {{ ln_gamma('r') }} + r * ln(alpha)
            + {{ ln_gamma('a + b') }} - {{ ln_gamma('b') }}
            + {{ ln_gamma('b + n') }} - {{ ln_gamma('a + b + n') }} as count_value,
            r * ({{ digamma('r + x') }} - {{ digamma('r') }} + ln(alpha)) as count_slope_1,
            a * ({{ digamma('a + b') }} - {{ digamma('a + b + n') }}) as count_slope_3,
            b * (
                {{ digamma('a + b') }} - {{ digamma('a + b + n') }}
                + {{ digamma('b + n') }} - {{ digamma('b') }}
            ) as count_slope_4,
            {{ trigamma('r + x') }} - {{ trigamma('r') }} as bend_r,
            {{ trigamma('a + b') }} - {{ trigamma('a + b + n') }} as bend_ab,
            {{ trigamma('b + n') }} - {{ trigamma('b') }} as bend_b
        from counts_with_parameters
    ),
    likelihood_of_orders as (
        select
            fit_id,
            model,
            {%- for name, number in {
                'value': 'value + share * count_value',
                'slope_1': 'slope_1 + share * count_slope_1',
                'slope_2': 'slope_2 + share * r',
                'slope_3': 'slope_3 + share * count_slope_3',
                'slope_4': 'share * count_slope_4 - kept * slope_3',
                'bend_11':
                    'bend_11 + slope_1 + share * (count_slope_1 + r * r * bend_r)',
                'bend_12': 'bend_12 + share * r',
                'bend_13': 'bend_13',
                'bend_14': '-kept * bend_13',
                'bend_22': 'bend_22',
                'bend_23': 'bend_23',
                'bend_24': '-kept * bend_23',
                'bend_33': 'bend_33 + share * (count_slope_3 + a * a * bend_ab)',
                'bend_34': 'share * a * b * bend_ab - kept * bend_33',
                'bend_44':
                    'kept * kept * bend_33 - kept * (1 - kept) * slope_3'
                    ~ ' + share * (count_slope_4 + b * b * (bend_ab + bend_b))',
            }.items() %}
            cast(sum(cast({{ number }} as decimal(38, 15))) as double) as {{ name }}
            {{- ',' if not loop.last }}
            {%- endfor %}
        from counts_with_gammas
        group by fit_id, model
    )
{% endmacro %}
